using MultiAgentEdge.Mpc;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// One mission's control law. A controller is built and sized when its parameter set is staged, outside the control path; afterwards it
    /// allocates nothing.
    /// </summary>
    public interface IController
    {
        MissionKind Mission { get; }

        int StateCount { get; }

        int InputCount { get; }

        /// <summary>Entries of plan and price; zero for a mission that negotiates nothing.</summary>
        int CouplingCount { get; }

        /// <summary>Negotiation rounds in each period.</summary>
        int RoundsPerPeriod { get; }

        /// <summary>Share of the input range that remains while driving without coupling, (0, 1].</summary>
        double SpeedLimit { get; }

        /// <summary>Tells, before <see cref="BeginPeriod"/>, what is done with the inputs: from the one applied now at most a rate in each
        /// period, and at most a share of the box, (0, 1]. A controller that plans ahead plans with it.</summary>
        void LimitReach(double[] applied, double ratePerPeriod, double share);

        /// <summary>Whether the last <see cref="Step"/> foresees that a bound is left: then the whole box is needed to brake
        /// with.</summary>
        bool LeavesBounds { get; }

        /// <summary>Called once a control period, before its first <see cref="Step"/>: the plan kept as fallback moves on by one
        /// stage.</summary>
        void BeginPeriod();

        /// <summary>Computes input and plan for a state at the present price. The input is finite and within its box whatever the
        /// status.</summary>
        QpStatus Step(double[] state);

        /// <summary>False for a price that no sound host sends: outside of what the parameter set says that the costs can
        /// justify.</summary>
        bool IsJustified(double[] price);

        /// <summary>Takes the negotiated price for the next <see cref="Step"/>.</summary>
        void SetPrice(double[] price);

        /// <summary>Drives without the others from the next <see cref="Step"/> on, until a price is set: by its own cost.</summary>
        void ClearPrice();

        /// <summary>Forgets price and warm start: the next step is as a new controller's first.</summary>
        void Reset();

        /// <summary>Input of the last step, InputCount.</summary>
        double[] Input { get; }

        double[] InputLower { get; }

        double[] InputUpper { get; }

        /// <summary>Predicted coupling outputs of stages 1..N of the last step, CouplingCount.</summary>
        double[] Plan { get; }

        /// <summary>d plan / d price, row-major CouplingCount squared, or null where the negotiation does not use it.</summary>
        double[] Sensitivity { get; }

        double[] Price { get; }

        /// <summary>The mission's own figure of the last step, for telemetry; what it is and its unit are the mission's to say.</summary>
        double Figure { get; }

        /// <summary>The mission's own count of the last step, for telemetry, 0 to 65,535; likewise.</summary>
        int Count { get; }

        /// <summary>Answers a self-test input; the meaning of the numbers is the controller's own. Leaves it in need of a
        /// <see cref="Reset"/>.</summary>
        /// <returns>False: not these counts.</returns>
        bool TryAnswer(double[] input, int inputCount, double[] output, int outputCount);

        /// <summary>The state one period ahead if <paramref name="input"/> is applied, by the controller's own model.</summary>
        void Predict(double[] state, double[] input, double[] next);
    }
}
