// npm run bench -- <name>: what the figures in the README come from.

const benches: Record<string, () => Promise<void>> = {
  rules: async () => (await import('./rules.ts')).benchRules(),
  backtest: async () => (await import('./backtest.ts')).benchBacktest(),
  export: async () => (await import('./export.ts')).benchExport(),
  flood: async () => (await import('./flood.ts')).benchFlood(),
  forms: async () => (await import('./forms.ts')).benchForms(),
  http: async () => (await import('./http.ts')).benchHttp(),
  lists: async () => (await import('./lists.ts')).benchLists(),
  registers: async () => (await import('./registers.ts')).benchRegisters(),
  service: async () => (await import('./service.ts')).benchService(),
};

const [name = ''] = process.argv.slice(2);
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench) {
  await bench();
} else {
  console.error(`使い方: npm run bench -- <${Object.keys(benches).join(' | ')}>`);
  process.exitCode = 2;
}
