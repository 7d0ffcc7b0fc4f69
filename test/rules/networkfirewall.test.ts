import { networkfirewallCases } from './cases/networkfirewall';
import { prove } from './support/prove';

prove('NETWORKFIREWALL', networkfirewallCases);
