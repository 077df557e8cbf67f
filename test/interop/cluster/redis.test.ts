import { clusterOver } from './over-broker.ts';

clusterOver('redis');
clusterOver('redis-sharded');
clusterOver('redis-streams');
