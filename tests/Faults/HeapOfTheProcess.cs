namespace MultiAgentEdge.Tests.Faults;

/// <summary>Tests that read the heap of the whole process run alone: what another test holds meanwhile would count as theirs.</summary>
[CollectionDefinition(nameof(HeapOfTheProcess), DisableParallelization = true)]
public sealed class HeapOfTheProcess;
