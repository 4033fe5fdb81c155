using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions.Delivery.Run;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;
using Spectre.Console;

namespace MultiAgentEdge.Host.Missions.Delivery.Training;

/// <summary>Training in a folder: a checkpoint after every iteration, a bar for the initial trajectories and one for the
/// iterations.</summary>
public static class DeliveryTrainingRun
{
    /// <summary>The table of its days.</summary>
    public const string Iterations = "iterations.csv";

    /// <param name="began">Gets the training before its first new iteration: whoever wants to show what it came to.</param>
    /// <exception cref="MaeException">The first route is not feasible, or the checkpoint cannot be gone on from.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint of its last iteration is there.</exception>
    public static async Task<DeliveryTraining> RunAsync(
        TrainingFolder folder, TaskGraph graph, DeliveryOptions options, VerbContext context, Action<DeliveryTraining> began)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!context.IsTerminal)
        {
            return await Task.Run(
                () => Run(folder, graph, options, null, began, iteration => Tell(context, iteration), context.Cancellation));
        }

        return await context.Console.Progress()
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(),
                new SpinnerColumn())
            .StartAsync(progress =>
            {
                var edges = progress.AddTask("initial trajectories", maxValue: 1);
                var bar = progress.AddTask("iterations", maxValue: Math.Max(1, options.Iterations));
                return Task.Run(() => Run(
                    folder,
                    graph,
                    options,
                    new Direct(share => edges.Value = share),
                    began,
                    training => bar.Value = Math.Max(1, training.Iterations.Count - 1),
                    context.Cancellation));
            });
    }

    private static void Tell(VerbContext context, DeliveryTraining training)
    {
        var iteration = training.Iterations[^1];
        context.Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"iteration {training.Iterations.Count - 1}: {iteration.NodesVisited} nodes, {iteration.TimeS:0.0} s, battery "
            + $"{iteration.Battery:0.000}"));
    }

    private static DeliveryTraining Run(
        TrainingFolder folder, TaskGraph graph, DeliveryOptions options, IProgress<double>? edges, Action<DeliveryTraining> began,
        Action<DeliveryTraining> done, CancellationToken cancellation)
    {
        try
        {
            var training = new DeliveryTraining(new DeliveryMemory(graph, edges, cancellation), options);
            // No day knows how many follow: a longer run goes on where this one is.
            var from = folder.Last();
            if (from is not null)
                CheckpointFile.Load(from, DeliveryTraining.CheckpointKind, DeliveryTraining.CheckpointSchema, training.Load);
            folder.Begin(from, training.Iterations.Count - 1);
            began(training);
            done(training);
            while (training.Iterations.Count - 1 < options.Iterations)
            {
                training.Next(cancellation);
                if (folder.Advance(training.Iterations.Count - 1, options.Iterations, "days"))
                    folder.Run.Write(Iterations, DeliveryCsv.Iterations(training));
                folder.SaveCheckpoint(DeliveryTraining.CheckpointKind, DeliveryTraining.CheckpointSchema, training.Save);
                done(training);
            }

            return training;
        }
        catch (FirstRouteException exception)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE245", exception.Message,
                "Give a shorter first route, a higher limit or a higher conservative speed in the graph file.", exception);
        }
        catch (CheckpointException exception)
        {
            throw Resumed.Damaged(exception, DeliveryTrainingJson.Verb);
        }
    }

    // Progress<T> would post to a thread pool and come late.
    private sealed class Direct(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
