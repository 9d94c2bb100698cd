import type { z } from 'zod';
import type * as contract from './contract.ts';

export type Waiting = z.infer<typeof contract.waiting>;
