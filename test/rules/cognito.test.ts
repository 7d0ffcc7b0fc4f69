import { cognitoCases } from './cases/cognito';
import { prove } from './support/prove';

prove('COGNITO', cognitoCases);
