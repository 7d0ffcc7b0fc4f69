import { ecsCases } from './cases/ecs';
import { prove } from './support/prove';

prove('ECS', ecsCases);
