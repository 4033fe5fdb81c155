namespace MultiAgentEdge.Estimation
{
    /// <summary>State and covariance put by before a measurement, and put back where it is not believed.</summary>
    public sealed partial class PoseFilter
    {
        private void Keep()
        {
            double[] kept = _kept;
            kept[0] = _x;
            kept[1] = _y;
            kept[2] = _theta;
            kept[3] = _q;
            kept[4] = _k;
            kept[5] = _t;
            kept[6] = _p00;
            kept[7] = _p01;
            kept[8] = _p02;
            kept[9] = _p03;
            kept[10] = _p04;
            kept[11] = _p05;
            kept[12] = _p11;
            kept[13] = _p12;
            kept[14] = _p13;
            kept[15] = _p14;
            kept[16] = _p15;
            kept[17] = _p22;
            kept[18] = _p23;
            kept[19] = _p24;
            kept[20] = _p25;
            kept[21] = _p33;
            kept[22] = _p34;
            kept[23] = _p35;
            kept[24] = _p44;
            kept[25] = _p45;
            kept[26] = _p55;
        }

        private void PutBack()
        {
            double[] kept = _kept;
            _x = kept[0];
            _y = kept[1];
            _theta = kept[2];
            _q = kept[3];
            _k = kept[4];
            _t = kept[5];
            _p00 = kept[6];
            _p01 = kept[7];
            _p02 = kept[8];
            _p03 = kept[9];
            _p04 = kept[10];
            _p05 = kept[11];
            _p11 = kept[12];
            _p12 = kept[13];
            _p13 = kept[14];
            _p14 = kept[15];
            _p15 = kept[16];
            _p22 = kept[17];
            _p23 = kept[18];
            _p24 = kept[19];
            _p25 = kept[20];
            _p33 = kept[21];
            _p34 = kept[22];
            _p35 = kept[23];
            _p44 = kept[24];
            _p45 = kept[25];
            _p55 = kept[26];
        }
    }
}
