export { handOverUser, listSuccessorsOfUser, readOpenOfUser } from './hand-over-user.ts';
