/** The password of every demonstration account: shown on the sign-in page, refused with the accounts in production mode. */
export const demoPassword = 'sasaeai-mihon';
