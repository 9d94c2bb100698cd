import type { Db } from '../database/db.ts';
import type { Installation } from '../kernel/installation.ts';
import { evaluateEscalation, evaluateWatch } from '../kinds/finding/index.ts';
import { demoState, setDemoWhole } from '../settings/municipality/store.ts';
import { demoPassword } from '../settings/sign-in/demo-password.ts';
import { hashPassword } from '../settings/sign-in/passwords.ts';
import { addAreas } from './areas.ts';
import { planCouncils } from './councils.ts';
import { ishinomaki } from './ishinomaki/city.ts';
import { planNeeds } from './needs.ts';
import { niigata } from './niigata.ts';
import { addOrganisations } from './organisations.ts';
import { planProposals } from './proposals.ts';
import { planRecords } from './records.ts';
import { planServices } from './services.ts';
import { Stage } from './stage.ts';
import { addAdministrator, addOtherUsers } from './users.ts';

export { demoPassword };

const cities = [ishinomaki, niigata];

/** The accounts that `npm start` prints. */
export const demoAccounts = cities.flatMap((city) =>
  city.users.map((user) => ({ email: user.email, name: user.name, role: user.title, municipality: city.name })),
);

/** Is the demonstration in this database: wholly, in part (its loading was cut off), or not? */
export const readDemoState = (db: Db): Promise<'none' | 'partial' | 'whole'> => demoState(db);

/**
 * Fills an empty database with the demonstration cities by playing their history through the real use cases, each on its
 * own day and by the person who would have done it. So all that the product derives (decisions, findings, audit) is real.
 */
export async function loadDemo(installation: Installation): Promise<void> {
  const passwordHash = await hashPassword(demoPassword);
  for (const city of cities) await play(new Stage(installation, city), passwordHash);
  await setDemoWhole(installation.db);
}

async function play(stage: Stage, passwordHash: string): Promise<void> {
  await addAreas(stage);
  await addAdministrator(stage, passwordHash);
  await addOrganisations(stage);
  await addOtherUsers(stage, passwordHash);
  planServices(stage);
  planCouncils(stage);
  planNeeds(stage);
  planProposals(stage);
  planRecords(stage);
  await stage.perform();
  await stage.as(null, 0, async (ctx) => {
    await evaluateEscalation(ctx);
    await evaluateWatch(ctx);
  });
}
