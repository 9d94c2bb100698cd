import type imports from '../texts/ja/imports.json';
import type { z } from 'zod';
import type * as contract from '../../server/contract.ts';

/** The shapes of the HTTP contract, as types only: nothing of the server comes into the client's bundle. */
type Of<K extends keyof typeof contract> = (typeof contract)[K] extends z.ZodType
  ? z.infer<(typeof contract)[K]>
  : never;
type Sent<K extends keyof typeof contract> = (typeof contract)[K] extends z.ZodType
  ? z.input<(typeof contract)[K]>
  : never;

/** `more`: there are more than `total`. */
export type Page<T> = { items: T[]; total: number; next: string | null; more?: boolean };
export type Problem = Of<'problem'>;
export type Issue = NonNullable<Problem['issues']>[number];
export type Role = Of<'role'>;
export type Link = Of<'link'>;
export type Explanation = Of<'explanation'>;
export type ExplanationNode = Of<'explanationNode'>;
export type LocalForm = Of<'localForm'>;
export type BlankForms = Of<'blankForms'>;
export type BlankForm = Of<'blankForm'>;
export type FilledSheets = Of<'filledSheets'>;
export type AnswerDraft = Of<'answerDraft'>;
export type AnswerDrafts = Of<'answerDrafts'>;
export type AnswerDraftSaved = Of<'answerDraftSaved'>;
export type Step = Of<'step'>;
export type Standing = Of<'standing'>;
export type StandingChoices = Of<'standingChoices'>;
export type RecordTies = Of<'recordTies'>;
export type Pickable = Of<'pickablePage'>['items'][number];
export type Diagram = Of<'diagram'>;
export type Happening = Of<'happening'>;

export type Me = Of<'me'>;
export type SignInPage = Of<'signInPage'>;
export type PasswordChange = Sent<'passwordChange'>;
export type Session = Of<'session'>;
export type Token = Of<'token'>;
export type TokenInput = Sent<'tokenInput'>;
export type TokenCreated = Of<'tokenCreated'>;
export type SecondFactor = Of<'secondFactor'>;
export type SecondFactorSecret = Of<'secondFactorSecret'>;
export type RecoveryCodes = Of<'recoveryCodes'>;
export type SecondFactorDemands = Of<'secondFactorDemands'>;

export type Municipality = Of<'municipality'>;
export type OwnWordsKept = Of<'ownWordsKept'>;
export type PostalTable = Of<'postalTable'>;
export type PostalTableRead = Of<'postalTableRead'>;
export type PostalPlaces = Of<'postalPlaces'>;
export type OfflineKept = Of<'offlineKept'>;
export type PracticeKept = Of<'practiceKept'>;
export type Area = Of<'area'>;
export type CodeEntry = Of<'codeEntry'>;
export type User = Of<'user'>;
export type UserInvited = Of<'userInvited'>;
export type AccountLinked = Of<'accountLinked'>;
export type InvitationLink = Of<'invitationLink'>;
export type InvitationSeen = Of<'invitationSeen'>;
export type InvitationAccepted = Of<'invitationAccepted'>;
export type Definition = Of<'definition'>;
export type DefinitionBody = Of<'definitionBody'>;
export type FormChanges = Of<'formChanges'>;
export type FormTemplate = Of<'formTemplate'>;
export type FormTemplates = Of<'formTemplates'>;
export type StoredValues = Of<'storedValues'>;
export type NewerSection = Of<'newerSection'>;
export type TestAnswers = Of<'testAnswers'>;
export type PublicationTold = Of<'publicationTold'>;
export type ProductUpdate = Of<'productUpdate'>;
export type DraftMerged = Of<'draftMerged'>;
export type SettingsSummary = Of<'settings'>;
export type AuditChoices = Of<'auditChoices'>;
export type AuditLine = Of<'auditLine'>;

export type Retention = Of<'retention'>;
export type ErasureList = Of<'erasureList'>;
export type ListedErasure = Of<'erasureListPage'>['items'][number];
export type NeedToErase = Of<'listedNeedPage'>['items'][number];

export type NeedLooks = Of<'needLooks'>;
export type NeedColumn = Of<'needColumn'>;
export type Person = Of<'person'>;
export type PersonRecord = Of<'personRecord'>;
export type PersonPatch = Sent<'personPatch'>;
export type PersonNeeds = Of<'personNeeds'>;
export type PersonData = Of<'personData'>;
export type PersonErased = Of<'personErased'>;
export type PersonLooks = Of<'personLooks'>;
export type LikelyPeople = Of<'likelyPeople'>;

export type Council = Of<'council'>;
export type CouncilBoard = Of<'councilBoard'>;
export type CouncilRecord = Of<'councilRecord'>;
export type Member = Of<'member'>;
export type Meeting = Of<'meeting'>;
export type MeetingInput = Sent<'meetingInput'>;
export type Finding = Of<'finding'>;
export type Handover = Of<'handover'>;
export type HandoverRecord = Of<'handoverRecord'>;
export type HandoverOpen = Of<'handoverOpen'>;
export type Task = Of<'task'>;
export type TaskPage = Of<'taskPage'>;
export type Covering = Of<'covering'>;
export type MemberCandidates = Of<'memberCandidates'>;

export type Organisation = Of<'organisation'>;
export type OrganisationColumn = Of<'organisationColumn'>;
export type OrganisationRecord = Of<'organisationRecord'>;
export type OrganisationInput = Sent<'organisationInput'>;
export type Service = Of<'service'>;
export type ServiceColumn = Of<'serviceColumn'>;
export type ServiceRecord = Of<'serviceRecord'>;
export type ServiceInput = Sent<'serviceInput'>;
export type Capacity = Of<'capacity'>;
export type Weekday = Of<'weekday'>;
export type BundlePlan = Of<'bundlePlan'>;
export type FormSheet = Of<'formSheet'>;
export type ListColumns = Of<'listColumns'>;
export type BundleTaken = Of<'bundleTaken'>;
export type ImportFile = Of<'importFile'>;
export type ImportMapping = Sent<'importMapping'>;
/** Those that have a word; every kind's fields do. */
export type ImportField = keyof (typeof imports)['field'];
export type ImportKinds = Of<'importKinds'>;
export type ImportPreview = Of<'importPreview'>;
export type ImportRecord = Of<'importRecord'>;

type NeedViews = Of<'needViews'>;
/** A saved view of any list; what it keeps is in that list's own shape. */
export type ListView = Omit<NeedViews['items'][number], 'query'> & {
  query: Record<string, string | number | string[] | undefined> | null;
};
export type ListViews = Omit<NeedViews, 'items'> & { items: ListView[] };
export type ListCounts = Of<'listCounts'>;
export type ExportPreview = Of<'exportPreview'>;
export type ExportProgress = Of<'exportProgress'>;

export type Need = Of<'need'>;
export type ListedNeed = Of<'listedNeed'>;
export type ListField = Of<'listField'>;
export type ConsentInput = Sent<'consentInput'>;
export type NeedRecord = Of<'needRecord'>;
export type Referral = Of<'referral'>;
export type ReferralRecord = Of<'referralRecord'>;
export type ReferralInput = Sent<'referralInput'>;
export type Candidate = Of<'candidate'>;
export type Ranking = Of<'ranking'>;
export type Lacks = Of<'lacks'>;

export type Register = Of<'register'>;
export type RegisterWhole = Of<'registerWhole'>;
export type Gantt = Of<'gantt'>;
export type ListedData = Of<'listedData'>;
export type DataRecord = Of<'dataRecord'>;
export type Proposal = Of<'proposal'>;
export type ProposalRecord = Of<'proposalRecord'>;
export type ProposalForm = Of<'proposalForm'>;
export type ProposalInput = Sent<'proposalInput'>;

export type Home = Of<'home'>;
export type Figures = Of<'figures'>;
export type Year = Of<'year'>;
export type YearRecords = Of<'yearRecords'>;
export type Searched = Of<'searched'>;
export type News = Of<'news'>;
export type Usage = Of<'usage'>;
export type Failure = Of<'failure'>;

export type RuleBody = Of<'ruleBody'>;
export type RuleSetEntry = Of<'ruleSetEntry'>;
export type RuleModel = Of<'ruleModel'>;
export type RuleComputed = Of<'ruleComputed'>;
export type RuleUse = Of<'ruleUse'>;
export type LifecycleOffers = Of<'lifecycleOffers'>;
export type RuleUses = Of<'ruleUses'>;
export type RuleCheck = Of<'ruleCheck'>;
export type RuleDraft = Of<'ruleDraft'>;
export type RuleDraftSaved = Of<'ruleDraftSaved'>;
export type RuleSubjects = Of<'ruleSubjects'>;
export type RuleTryInput = Sent<'ruleTryInput'>;
export type RuleTried = Of<'ruleTried'>;
export type RuleJob = Of<'ruleJob'>;
export type RuleJobInput = Sent<'ruleJobInput'>;
export type RuleReplayInput = Sent<'ruleReplayInput'>;
export type RuleRow = Of<'ruleRow'>;
export type RuleRowExplained = Of<'ruleRowExplained'>;
export type RulePublished = Of<'rulePublished'>;
export type RuleComparison = Of<'ruleComparison'>;
export type DecisionCase = Of<'decisionCase'>;
export type DecisionCaseExplained = Of<'decisionCaseExplained'>;
