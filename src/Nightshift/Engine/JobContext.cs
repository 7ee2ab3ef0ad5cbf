using Nightshift.Batching;
using Nightshift.Model;
using Nightshift.Pricing;
using Nightshift.Queueing;
using Nightshift.Stores;

namespace Nightshift.Engine;

/// <summary>What all parts of a job's run share.</summary>
internal sealed record JobContext(Job Job, JobSpec Spec, IStore Store, BatchSpool Spool, Leftovers Leftovers, PriceBook Prices, TimeProvider Time);
