import { tryDrawnRegisters } from './drawn-registers.ts';

tryDrawnRegisters([7, 311, 4021, 90210, 1234567, 88]);
