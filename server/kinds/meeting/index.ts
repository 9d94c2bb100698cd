/* What other folders may know of this kind. */
export { findMeeting } from './find-meeting.ts';
export { listCouncilMeetings } from './list-council-meetings.ts';
export { moveMeetings } from './move-meetings.ts';
export { jointCouncils } from './store.ts';
