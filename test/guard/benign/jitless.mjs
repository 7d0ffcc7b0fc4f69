// Before any schema is made, as the page of the guard has it: zod decides then whether it makes code of them.
import { config } from 'zod';

config({ jitless: true });
