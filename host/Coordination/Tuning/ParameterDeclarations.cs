using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Coordination.Tuning;

/// <summary>Every parameter of the product's missions: range, default, one sentence, and whether it can be turned. Names and units are
/// those of <see cref="ParameterName"/>.</summary>
public static class ParameterDeclarations
{
    private const double Unbounded = 1e30;
    private const double Largest = 1e6;
    private const string Shapes = "It shapes the controller: push a set of the mission again (mae push, mae run).";
    private const string Trained = "It is learned: mae train, and a run with what came out.";
    private const string Led = "It is led: mae tell.";
    private const string Negotiated = "The host's negotiation has the same number: run the mission anew with another.";
    private const string Floor = "The host plans its paths with the same: write it into the fleet file and run the mission anew.";
    private const string Made = "It is computed from the rest of the set.";
    private const string Planned = "The planner gives it with every edge.";

    /// <summary>In the order of their ids.</summary>
    public static IReadOnlyList<ParameterDeclaration> All { get; } =
    [
        Live(ParameterId.ModelA, "A of the model x+ = A x + B u + b that the rover predicts with.", -Largest, Largest),
        Live(ParameterId.ModelB, "B of the model: what an input changes in a period.", -Largest, Largest),
        Live(ParameterId.ModelOffset, "b of the model: drift in a period.", -Largest, Largest),
        Live(ParameterId.StageStateWeight, "Q: what a deviation of the states costs.", -Largest, Largest),
        Live(ParameterId.StageInputWeight, "R: what input costs; more makes the rover calmer.", -Largest, Largest),
        Live(ParameterId.TerminalWeight, "P: what a deviation at the end of the horizon costs.", -Largest, Largest),
        Live(ParameterId.StageStateLinear, "Linear cost of the states.", -Largest, Largest),
        Live(ParameterId.StageInputLinear, "Linear cost of the inputs.", -Largest, Largest),
        Live(ParameterId.TerminalLinear, "Linear cost of the states at the end of the horizon.", -Largest, Largest),
        Live(ParameterId.InputLower, "Least input.", -Largest, Largest),
        Live(ParameterId.InputUpper, "Greatest input; less makes the rover slower.", -Largest, Largest),
        Live(ParameterId.StateLower, "Least state; -1e30: unbounded.", -Unbounded, Unbounded),
        Live(ParameterId.StateUpper, "Greatest state; 1e30: unbounded.", -Unbounded, Unbounded),
        Live(ParameterId.StateLowerTightening, "Kept from the lower bound in predictions.", -Largest, Largest),
        Live(ParameterId.StateUpperTightening, "Kept from the upper bound in predictions.", -Largest, Largest),
        Live(ParameterId.StateSoftWeight, "What leaving a state's bound costs; 1e30 and above: the bound is hard.", 0, Unbounded),
        Fixed(ParameterId.OutputMatrix, "E of the coupled outputs o = E x.", Negotiated),
        Fixed(ParameterId.CouplingWeight, "Constant part of the coupling's term.", Negotiated),
        Live(ParameterId.StateReference, "Where the states are to be.", -Largest, Largest),
        Live(ParameterId.ValueOffset, "V0: constant of the learned value; moves no rover.", -Unbounded, Unbounded),
        Live(ParameterId.Discount, "How much the next period counts.", 0.01, 1, 1),
        Fixed(ParameterId.Horizon, "Periods that are predicted.", Shapes),
        Fixed(ParameterId.RoundsPerPeriod, "Negotiation rounds in a period.", Negotiated),
        Fixed(ParameterId.PeriodUs, "Control period, the same for the whole fleet.", Shapes),
        Fixed(ParameterId.NegotiationMode, "How the coupling is negotiated.", Negotiated),
        Live(ParameterId.IterationLimit, "Iterations that a solve may take.", 1, 10000),
        Live(ParameterId.SpeedLimit, "Share of the input that is left while driving without the others.", 0.01, 1, 0.5),
        Fixed(ParameterId.PriceLower, "Least price that the rover believes.", Made),
        Fixed(ParameterId.PriceUpper, "Greatest price that the rover believes.", Made),
        Fixed(ParameterId.Path, "Path of the formation.", Led),
        Fixed(ParameterId.PathBefore, "Path that it blends from.", Led),
        Fixed(ParameterId.ShapeOffsets, "The rover's place relative to the path, and the one before.", Led),
        Fixed(ParameterId.Blend, "When it blends, and for how long.", Led),
        Fixed(ParameterId.Obstacles, "What stands on the floor: both ends and radius of each.", Floor),
        Fixed(ParameterId.Walls, "Walls of the floor: normal and offset of each.", Floor),
        Fixed(ParameterId.ActorLayers, "Neurons of the layers.", Trained),
        Fixed(ParameterId.ActorHead, "What the last layer's numbers mean.", Trained),
        Live(ParameterId.Landmarks, "Where the landmarks stand.", -1000, 1000),
        Fixed(ParameterId.ObservedOthers, "Other rovers that the actor is shown.", Trained),
        Fixed(ParameterId.ObservedLandmarks, "Landmarks that the actor is shown.", Trained),
        Live(ParameterId.EpisodePeriods, "Length of the clock that the actor is shown.", 1, Largest),
        Live(ParameterId.ObservationRange, "Distance to which other rovers are seen.", 0, 1e9),
        Live(ParameterId.ObservationMemory, "1: a rover out of range is shown where it was seen last; 0: it is not shown.", 0, 1, 0),
        Fixed(ParameterId.AbsentOther, "What stands in the place of a missing rover.", Trained),
        Fixed(ParameterId.AbsentLandmark, "What stands in the place of a missing landmark.", Trained),
        Live(ParameterId.ActionTable, "Acceleration of each output of the actor.", -100, 100),
        Live(ParameterId.Damping, "Share of its velocity that a rover loses in a period.", 0, 0.999, 0.25),
        Live(ParameterId.TrackingLaw, "Look-ahead m, limits of speed m/s, yaw rate rad/s, acceleration m/s^2 of the wheels.", 0.001, 20),
        Live(ParameterId.SilenceLimit, "Periods without a word after which another rover is no longer seen.", 1, 1000, 20),
        Fixed(ParameterId.StartPose, "Where the rover was put down.", "It counts only before the rover drives: mae run."),
        Fixed(ParameterId.Vehicle, "Kind, size and consumption of the vehicle.", Shapes),
        Fixed(ParameterId.EdgeStates, "States of the edge's stored traversal.", Planned),
        Fixed(ParameterId.EdgeInputs, "Inputs of the edge's stored traversal.", Planned),
        Fixed(ParameterId.EdgeBattery, "Battery used on the edge.", Planned),
        Fixed(ParameterId.WayPriority, "Who has the way where two want one: the higher number.", Planned),
        .. Enumerable.Range(0, ParameterId.ActorLayerLimit).SelectMany(layer => new[]
        {
            Fixed(ParameterId.ActorWeight(layer), $"Weights of layer {layer}.", Trained),
            Fixed(ParameterId.ActorBias(layer), $"Biases of layer {layer}.", Trained),
            Fixed(ParameterId.ActorScale(layer), $"Scale of the weights of layer {layer}.", Trained),
            Fixed(ParameterId.ActorLayerNorm(layer), $"Normalisation of layer {layer}.", Trained),
        }),
        Fixed(ParameterId.SelfTestInput, "Input of the self-test.", Made),
        Fixed(ParameterId.SelfTestOutput, "What the controller must answer, bit by bit.", Made),
    ];

    /// <param name="own">Of a mission of one's own; looked at first.</param>
    public static ParameterDeclaration? Find(string name, IEnumerable<ParameterDeclaration> own) =>
        own.Concat(All).FirstOrDefault(known => known.Name == name);

    private static ParameterDeclaration Live(ushort id, string description, double least, double most, double? usual = null) =>
        new(id, ParameterName.Of(id), ParameterName.UnitOf(id), description, least, most, usual);

    private static ParameterDeclaration Fixed(ushort id, string description, string instead) =>
        new(id, ParameterName.Of(id), ParameterName.UnitOf(id), description, -Unbounded, Unbounded, null, instead);
}
