import { deliveryApp } from './app';
import { demonstrate } from '../shared/demo';

demonstrate((props) => deliveryApp(props), __dirname);
