// What a round of `npm run bench:cluster` says. Pure.

/**
 * @param {object} round
 * @param {readonly number[]} round.cpu µs of each node
 * @param {number} round.broker µs of the broker
 * @param {number} round.sent bytes by the broker
 * @param {number} round.operations emits
 * @param {number} round.ms
 * @param {number} members whom each emit reaches
 */
export function toFigures({ cpu, broker, sent, operations, ms, busy }, members) {
  const total = cpu.reduce((sum, each) => sum + each, 0);
  return {
    emit: total / operations,
    delivery: total / operations / members,
    broker: broker / operations,
    sent: sent / operations,
    rate: (operations * members * 1000) / ms,
    // Of the busiest node to the mean: 1 where all do the same.
    balance: Math.max(...cpu) / (total / cpu.length),
    busy,
  };
}

/**
 * What being a cluster costs each of its nodes for an emit, from what that costs all of them and a single server: what is
 * delivered is the same, so the rest is what they tell each other.
 */
export function costOfANode(clusterEmit, singleEmit, nodes) {
  return nodes > 1 ? (clusterEmit - singleEmit) / nodes : 0;
}
