import { describeHostileQuestions } from './hostile-questions.ts';

describeHostileQuestions(1);
