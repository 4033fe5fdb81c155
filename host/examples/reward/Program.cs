using System.Globalization;
using WetFloor;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
foreach (var bound in WetFloorTraining.Bounds)
    Console.WriteLine($"{bound.Range}: {bound.Reason}");
Console.WriteLine($"taken: {WetFloorTraining.Recommended}");
foreach (var weights in new[] { null, WetFloorTraining.Recommended })
{
    var learned = WetFloorTraining.Run(weights, seed: 1);
    var (wet, undocked) = (100 * learned.StateViolationRate, 100 * learned.TerminalViolationRate);
    Console.WriteLine(weights is null ? "by the reward written off-hand:" : "by the designed reward:");
    Console.WriteLine($"   {wet:0.0} % of the episodes end wet, {undocked:0.0} % undocked; slowest {learned.SlowestStep} steps");
}
