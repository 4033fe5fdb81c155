using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>One rover's place in a formation and where it comes from, as its parameter set has it.</summary>
/// <param name="Path">Kind and numbers.</param>
/// <param name="Offset">From the path to its place, m.</param>
/// <param name="PathNumber">The pace's.</param>
/// <param name="PathBefore">A point where the rover stands, or the path before.</param>
/// <param name="StartTick">Of the blend.</param>
/// <param name="Periods">Of the blend; 0: none.</param>
/// <param name="StartPose">Where it was put down; null: where it believes to stand.</param>
public sealed record PlanarPlace(
    double[] Path, (double X, double Y) Offset, int PathNumber, double[] PathBefore, (double X, double Y) OffsetBefore,
    int PathNumberBefore, uint StartTick, int Periods,
    double[]? StartPose = null)
{
    public void Write(ParameterSetBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Add(ParameterId.Path, Path, Path.Length);
        builder.Add(ParameterId.PathBefore, PathBefore, PathBefore.Length);
        builder.Add(ParameterId.ShapeOffsets, [Offset.X, Offset.Y, OffsetBefore.X, OffsetBefore.Y], 4);
        builder.Add(ParameterId.Blend, new double[] { StartTick, Periods, PathNumber, PathNumberBefore }, 4);
        if (StartPose is not null)
            builder.Add(ParameterId.StartPose, StartPose, 3);
    }
}
