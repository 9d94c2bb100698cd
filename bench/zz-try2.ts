import { compileRuleSet } from '../rules/compile/compile-rule-set.ts';
import { benchModel, makeCases, makeRuleSet } from './rules-data.ts';
import { Engine } from 'json-rules-engine';
const cpu = () => { const u = (process as any).threadCpuUsage(); return (u.user + u.system) / 1000; };
const rs = makeRuleSet(100);
const cases = [...makeCases(10000)];
const jre = new Engine(rs.rules.map(r=>({conditions:r.conditions as any,event:r.event})));
const c = compileRuleSet(rs, benchModel);
for (let i=0;i<200;i++) await jre.run(cases[i]);
let held=0;
for (let k=0;k<6;k++){
 let t=cpu(); for (let i=0;i<150;i++) await jre.run(cases[i]); const j=150/(cpu()-t)*1000;
 t=cpu(); for (let r=0;r<4;r++) for (const f of cases) held+=c(f).held.length; const s=4*cases.length/(cpu()-t)*1000; console.log('jre/s', j|0,'compiled/s', s|0, 'ratio', (s/j)|0); }
