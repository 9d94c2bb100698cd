export * from './common.ts';
export * from './councils.ts';
export * from './home.ts';
export * from './needs.ts';
export * from './proposals.ts';
export * from './services.ts';
export * from './session.ts';
export * from './settings.ts';
