using BenchmarkDotNet.Running;
using MultiAgentEdge.Tests.Bench;

if (args.Length > 0 && args[0] == "routes")
    return RouteComparison.Run(args[1..]);
BenchmarkSwitcher.FromAssembly(typeof(KernelBenchmarks).Assembly).Run(args);
return 0;
