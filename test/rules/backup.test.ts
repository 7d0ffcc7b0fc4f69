import { backupCases } from './cases/backup';
import { prove } from './support/prove';

prove('BACKUP', backupCases);
