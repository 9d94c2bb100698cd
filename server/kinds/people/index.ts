/* What other folders may know of this kind. */
export {
  addPerson,
  findLikely,
  findPerson,
  keysOf,
  mayErase,
  movePeople,
  personTitle,
  presentPerson,
  type Known,
} from './people.ts';
export { mayPerson, peopleReach } from './policy.ts';
export { raisePerson, type PlacedPerson } from './store.ts';
