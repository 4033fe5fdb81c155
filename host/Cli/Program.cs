using MultiAgentEdge.Host.Cli;

using var interruption = new Interruption();
return await MaeApp.RunAsync(args, Console.Out, Console.Error, interruption.Token);
