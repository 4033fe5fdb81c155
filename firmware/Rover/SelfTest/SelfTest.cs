using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// What every machine must compute to the bit: control steps of the three missions, and actor inferences, on random numbers of a fixed
    /// seed, every result folded into one CRC32. Board, Raspberry Pi and PC print the same number, or one of them is not to be trusted with
    /// a rover.
    /// </summary>
    public static class SelfTest
    {
        /// <summary>Seed of the generator.</summary>
        public const uint Seed = 20260721;

        /// <summary>Control steps and inferences of the standard run.</summary>
        public const int StandardSteps = 200;

        /// <summary>Wheel periods of the standard run of <see cref="RunPose"/>.</summary>
        public const int StandardPoseSteps = 2000;

        /// <summary>What a rover must compute to the bit to know where it is; a number of its own, so that <see cref="Run"/>'s stays what
        /// it was.</summary>
        /// <param name="wheelSteps">Wheel periods; 0 or more.</param>
        /// <returns>CRC32 over the bits of every estimate, covariance and status.</returns>
        public static uint RunPose(int wheelSteps)
        {
            BitFold fold = new BitFold();
            SelfTestPose pose = new SelfTestPose(new Xoshiro256(Seed), fold);
            for (int i = 0; i < wheelSteps; i++)
                pose.Step();
            return fold.Crc;
        }

        /// <summary>Runs it.</summary>
        /// <param name="controlSteps">Periods of formation, three rovers each, of coverage, four, and of delivery, two; 0 or more.</param>
        /// <param name="inferences">Actor inferences; 0 or more.</param>
        /// <returns>CRC32 over the bits of every input, state, residual, status and actor output.</returns>
        public static uint Run(int controlSteps, int inferences)
        {
            BitFold fold = new BitFold();
            Xoshiro256 random = new Xoshiro256(Seed);
            SelfTestFormation formation = new SelfTestFormation(random, fold);
            for (int i = 0; i < controlSteps; i++)
                formation.Step();
            SelfTestActor actor = new SelfTestActor(random, fold);
            for (int i = 0; i < inferences; i++)
                actor.Infer();
            SelfTestCoverage coverage = new SelfTestCoverage(random, fold);
            for (int i = 0; i < controlSteps; i++)
                coverage.Step();
            SelfTestDelivery delivery = new SelfTestDelivery(random, fold);
            for (int i = 0; i < controlSteps; i++)
                delivery.Step();
            return fold.Crc;
        }
    }
}
