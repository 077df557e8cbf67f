import { carriers } from './carriers.ts';
import { contractSuite } from './contract-suite.ts';

for (const [name, openCarrier] of Object.entries(carriers)) contractSuite(name, openCarrier);
