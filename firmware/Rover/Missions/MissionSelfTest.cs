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

        /// <summary>Gives <see cref="Controller"/> out of hand: it goes as soon as its new owner lets go of it.</summary>
        public IController Take()
        {
            IController controller = Controller;
            Controller = null;
            return controller;
        }

        /// <inheritdoc cref="IController.TryAnswer"/>
        public bool TryAnswer(ParameterSet set, double[] input, int inputCount, double[] output, int outputCount)
        {
            Controller = ControllerFactory.TryCreate(set, _limits);
            return Controller != null && Controller.TryAnswer(input, inputCount, output, outputCount);
        }
    }
}
