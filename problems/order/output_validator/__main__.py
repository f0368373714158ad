"""Usage: python3 output_validator INPUT ANSWER FEEDBACKDIR < OUTPUT"""
import pathlib
import sys

from tasks import Rejected, check_order, read_output, read_tasks

ACCEPTED, REJECTED = 42, 43


def main(input_path, answer_path, feedback_dir):
    count, pairs = read_tasks(pathlib.Path(input_path).read_bytes())
    jury = read_output(pathlib.Path(answer_path).read_bytes(), count)
    try:
        team = read_output(sys.stdin.buffer.read(), count)
        if team is None and jury is not None:
            raise Rejected("cycle, but there is an order")
        if team is not None:
            check_order(team, pairs)
    except Rejected as rejected:
        pathlib.Path(feedback_dir, "judgemessage.txt").write_text(f"{rejected}\n")
        return REJECTED
    # Neither 42 nor 43: the package is at fault, not the submission.
    if team is not None and jury is None:
        sys.exit("the jury says cycle, but the submission found an order")
    return ACCEPTED


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
