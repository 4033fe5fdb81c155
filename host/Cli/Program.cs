using MultiAgentEdge.Host.Cli;

return await MaeApp.RunAsync(args, Console.Out, Console.Error, CancellationToken.None);
