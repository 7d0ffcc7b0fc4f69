import { ordersApp } from './app';
import { demonstrate } from '../shared/demo';

demonstrate((props) => ordersApp(props), __dirname);
