import { notesApp } from './app';
import { demonstrate } from '../shared/demo';

demonstrate((props) => notesApp(props), __dirname);
