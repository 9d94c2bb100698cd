/** What somebody has to do before anything else: change a password that is too short, or set up the second factor that a municipality demands of one of their roles. */
export type Due = 'password' | 'secondFactor';
