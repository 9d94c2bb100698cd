import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';

export type SmtpServer = {
  url: string;
  /** Mails received, as they came over the wire. */
  mails: string[];
  /** Answers every mail with a temporary failure. */
  refusing: boolean;
  close(): Promise<void>;
};

/** A mail server that takes everything, on a free port of this machine. */
export async function startSmtpServer(): Promise<SmtpServer> {
  const mails: string[] = [];
  const smtp = { mails, refusing: false };
  const server: Server = createServer((socket) => {
    let rest = '';
    let mail: string[] | null = null;
    socket.write('220 test\r\n');
    socket.on('error', () => {});
    socket.on('data', (data) => {
      const lines = (rest + data.toString('utf8')).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (mail && line === '.') {
          mails.push(mail.join('\n'));
          mail = null;
          socket.write('250 taken\r\n');
        } else if (mail) mail.push(line);
        else if (/^DATA/i.test(line)) {
          mail = [];
          socket.write('354 go on\r\n');
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else socket.write(smtp.refusing && /^MAIL/i.test(line) ? '451 not now\r\n' : '250 fine\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(smtp, {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  });
}

/** A mail's text, decoded. */
export function textOf(mail: string): string {
  const [head = '', ...body] = mail.split('\n\n');
  const text = body.join('\n\n');
  if (/Content-Transfer-Encoding: base64/i.test(head)) return Buffer.from(text, 'base64').toString('utf8');
  const bytes = text
    .replaceAll(/=\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return /quoted-printable/i.test(head) ? Buffer.from(bytes, 'latin1').toString('utf8') : text;
}
