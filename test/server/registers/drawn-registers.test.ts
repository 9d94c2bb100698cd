import { tryDrawnRegisters } from './drawn-registers.ts';

tryDrawnRegisters([20261129]);
