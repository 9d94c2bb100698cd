import { compileRuleSet } from '../rules/compile/compile-rule-set.ts';
import { buildColumns } from '../rules/columnar/columns.ts';
import { evaluateColumns } from '../rules/columnar/evaluate-columns.ts';
import { benchModel, makeCases, makeRuleSet } from './rules-data.ts';
import { Engine } from 'json-rules-engine';
const n = 1_000_000;
const cpu = () => { const u = (process as any).threadCpuUsage(); return (u.user + u.system) / 1000; };
const rs = makeRuleSet(100);
const cases = [...makeCases(10000)];
const jre = new Engine(rs.rules.map(r=>({conditions:r.conditions as any,event:r.event})));
const c = compileRuleSet(rs, benchModel);
for (let i=0;i<200;i++) await jre.run(cases[i]);
let t=cpu(); for (let i=0;i<300;i++) await jre.run(cases[i]); const j=300/(cpu()-t)*1000; console.log('jre/s', j|0);
let held=0;
for (let k=0;k<8;k++){ t=cpu(); for (const f of cases) held+=c(f).held.length; const s=cases.length/(cpu()-t)*1000; console.log('compiled/s', s|0, 'ratio', (s/j)|0, held/cases.length/(k+1)); }
t=cpu(); const cols=buildColumns(benchModel, makeCases(n)); console.log('build ms', cpu()-t);
for (let k=0;k<6;k++){ t=cpu(); const d=evaluateColumns(rs,benchModel,cols); const ms=cpu()-t; console.log('columnar ms', ms, 'ratio', (n/ms*1000/j)|0, process.memoryUsage().rss/1e6|0);}
