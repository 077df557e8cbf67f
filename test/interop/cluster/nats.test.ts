import { clusterOver } from './over-broker.ts';

clusterOver('nats');
