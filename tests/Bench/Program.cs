using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(MultiAgentEdge.Tests.Bench.KernelBenchmarks).Assembly).Run(args);
