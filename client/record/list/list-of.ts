import type { Choice } from '../../components/select.tsx';
import type { Role } from '../../lib/contract.ts';

/** A list whose columns, conditions and saved views are chosen: of needs, of a register's records, of the directory. */
export type ListOf = {
  /** Below `/api`; its fields are at `PATH/fields`, its views at `PATH/views`. */
  path: string;
  /** Forms ask about its records, and their fields are columns and conditions too. */
  hasFields: boolean;
  /** The columns that it has of itself and can do without. */
  columns: readonly Choice[];
  /** Its own filters and orders as the address has them, which a view keeps; not what is searched for. */
  filters: readonly string[];
  /** Who may see it, and so be given a view of it. */
  readers: readonly Role[];
};
