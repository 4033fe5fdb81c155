namespace MultiAgentEdge.Host.Training;

/// <summary>A part of theta_i of paper S1: which numbers of a local problem (8) a learner may move.</summary>
public enum ParameterBlock
{
    ModelOffset,
    ValueOffset,
    LowerTightening,
    UpperTightening,
    ModelA,
    ModelB,
    StageStateWeight,
    StageInputWeight,
    TerminalWeight,
    StageStateLinear,
    StageInputLinear,
    TerminalLinear,
}
