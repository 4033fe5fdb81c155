using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Firmware
{
    /// <summary>Tries a parameter set in a controller of its own, which becomes the staged one if the vector reproduces.</summary>
    public sealed class MissionSelfTest : ISelfTest
    {
        private readonly RoverOptions _limits;

        public MissionSelfTest(RoverOptions limits)
        {
            _limits = limits;
        }

        /// <summary>The controller that the set describes; null where it describes none.</summary>
        public IController Controller { get; private set; }

        /// <summary>Input: a state followed by a price. Output: the controller's input followed by its plan.</summary>
        public bool TryAnswer(ParameterSet set, double[] input, int inputCount, double[] output, int outputCount)
        {
            Controller = ControllerFactory.TryCreate(set, _limits);
            if (Controller == null)
            {
                return false;
            }

            int nx = Controller.StateCount;
            int nu = Controller.InputCount;
            int nc = Controller.CouplingCount;
            if (inputCount != nx + nc || outputCount != nu + nc)
            {
                return false;
            }

            double[] price = new double[nc];
            for (int i = 0; i < nc; i++)
            {
                price[i] = input[nx + i];
            }

            Controller.SetPrice(price);
            Controller.Step(input);
            for (int i = 0; i < nu; i++)
            {
                output[i] = Controller.Input[i];
            }

            for (int i = 0; i < nc; i++)
            {
                output[nu + i] = Controller.Plan[i];
            }

            return true;
        }
    }
}
