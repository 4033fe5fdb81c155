using System.Globalization;
using IceSledges;
using MultiAgentEdge.Host.Missions.Formation.Run;

using var run = new FormationRun(SledgeFormation.Options(new SledgeOptions(), periods: 400, seed: 1));
var summary = run.Execute(CancellationToken.None);
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.WriteLine($"{summary.Rovers} sledges, {summary.Periods} periods. {summary.Turnout.Sentence}".Trim());
Console.WriteLine($"mean cost of a period: {summary.StageCostMeanV1:0.000} without wind and drag in the model");
Console.WriteLine($"                       {summary.StageCostMeanV2:0.000} with both");
Console.WriteLine($"mean distance error:   {Text(summary.CouplingErrorAbsMeanMV1)} without");
Console.WriteLine($"                       {Text(summary.CouplingErrorAbsMeanMV2)} with both");

static string Text(double[] errors) => string.Join(", ", errors.Select(error => $"{error:0.000} m"));
