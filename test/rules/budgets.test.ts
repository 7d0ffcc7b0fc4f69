import { budgetsCases } from './cases/budgets';
import { prove } from './support/prove';

prove('BUDGETS', budgetsCases);
