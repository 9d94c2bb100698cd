/* What other folders may know of this kind. */
export { addPerson, findLikely, findPerson, mayErase, personTitle, presentPerson, type Known } from './people.ts';
export { mayPerson, peopleReach } from './policy.ts';
export { raisePerson, type PlacedPerson } from './store.ts';
