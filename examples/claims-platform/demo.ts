import { claimsApp } from './app';
import { demonstrate } from '../shared/demo';

demonstrate((props) => claimsApp(props), __dirname);
