import { createTransport } from 'nodemailer';

/** `messageId`: in angle brackets, where the same mail may be sent twice. */
export type Mail = { to: string; subject: string; text: string; messageId?: string };

/** Sends a mail, or throws. */
export type Mailer = (mail: Mail) => Promise<void>;

const patienceMs = 20_000;

/** Sends by the SMTP server of a URL: `smtps://USER:PASSWORD@HOST:465`, `smtp://HOST:25`. Connects when there is something to send. */
export function openMailer(url: string, from: string): Mailer {
  const transport = createTransport({
    url,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
  });
  return async (mail) => {
    await transport.sendMail({ from, ...mail });
  };
}
